/** Who may do what only one may do at a time; judged by the database's clock. */
@NullMarked
package dev.interline.durable.lease;

import org.jspecify.annotations.NullMarked;
