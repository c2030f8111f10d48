/** The walls of the house as rules that a build can check; each says how to mend what it finds. */
@NullMarked
package dev.interline.testkit.architecture;

import org.jspecify.annotations.NullMarked;
