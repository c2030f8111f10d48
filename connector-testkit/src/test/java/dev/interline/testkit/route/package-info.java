/** Good and bad route files for every rule. */
@NullMarked
package dev.interline.testkit.route;

import org.jspecify.annotations.NullMarked;
