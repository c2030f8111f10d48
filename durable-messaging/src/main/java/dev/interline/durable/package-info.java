/** What keeps a message from being lost or done twice, whatever is killed: transactions, ids, fail points, wake-ups. */
@NullMarked
package dev.interline.durable;

import org.jspecify.annotations.NullMarked;
