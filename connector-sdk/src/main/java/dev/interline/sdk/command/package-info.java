/** Commands in: taken from the topic into lanes, and from the lanes into the connector's adapter routes. */
@NullMarked
package dev.interline.sdk.command;

import org.jspecify.annotations.NullMarked;
