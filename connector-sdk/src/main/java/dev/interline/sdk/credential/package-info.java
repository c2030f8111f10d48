/** The credentials of the connections as they are at this moment: read from the database, renewed before they expire. */
@NullMarked
package dev.interline.sdk.credential;

import org.jspecify.annotations.NullMarked;
