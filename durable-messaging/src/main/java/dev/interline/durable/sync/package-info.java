/** Reading from providers on our own account, page by page: standing syncs, backfills, and comparisons that find deletions. */
@NullMarked
package dev.interline.durable.sync;

import org.jspecify.annotations.NullMarked;
