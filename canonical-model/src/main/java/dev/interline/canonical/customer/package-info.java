/** What can happen to the companies we serve, whichever system noticed it. */
@NullMarked
package dev.interline.canonical.customer;

import org.jspecify.annotations.NullMarked;
