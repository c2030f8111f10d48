/** What the launcher writes, checks and keeps book of; the stack as a whole is tested where its parts are. */
@NullMarked
package dev.interline.devstack;

import org.jspecify.annotations.NullMarked;
