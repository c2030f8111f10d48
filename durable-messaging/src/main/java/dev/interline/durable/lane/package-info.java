/** Commands wait in the lane of their entity; one worker at a time runs a lane's head, with a lease and a fencing token. */
@NullMarked
package dev.interline.durable.lane;

import org.jspecify.annotations.NullMarked;
