/**
 * What the sandbox remembers. One embedded key-value store, one change at a time, all or nothing: an object, the ledger row that
 * tells of it and the webhook that announces it are committed together before the caller hears of it.
 */
@NullMarked
package dev.interline.sandbox.state;

import org.jspecify.annotations.NullMarked;
