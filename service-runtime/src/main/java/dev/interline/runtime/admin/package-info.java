/** The admin API of every service: what a person may look at and do, with a key, and written down. */
@NullMarked
package dev.interline.runtime.admin;

import org.jspecify.annotations.NullMarked;
