/** The suite of a connector's system API: every answer is held to the connector's own contract. */
@NullMarked
package dev.interline.testkit.api;

import org.jspecify.annotations.NullMarked;
