/**
 * Whether routes may go live, told before they do.
 *
 * <p>Camel accepts much that loses messages without a word: a route configuration that does not exist, a splitter that
 * goes on after a failure, a second reader on a channel. {@link dev.interline.testkit.route.RouteCheck} reads the YAML
 * files of each service in three stages, each only as good as the one before: does the file fit Camel's own schema, does
 * it keep the rules of the house, and does a throw-away Camel context start with it.
 */
@NullMarked
package dev.interline.testkit.route;

import org.jspecify.annotations.NullMarked;
