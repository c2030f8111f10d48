/** What every connector owes, whichever provider it wraps: one suite all of them extend. */
@NullMarked
package dev.interline.testkit.contract;

import org.jspecify.annotations.NullMarked;
