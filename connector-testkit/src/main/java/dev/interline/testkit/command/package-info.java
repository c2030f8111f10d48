/** For tests of the routes that carry out commands: the routes of a connector on whatever stands in for its provider. */
@NullMarked
package dev.interline.testkit.command;

import org.jspecify.annotations.NullMarked;
