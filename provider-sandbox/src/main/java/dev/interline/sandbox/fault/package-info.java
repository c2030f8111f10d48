/**
 * Failure on order: which calls, how, how likely, how often. The interesting ones take effect and lose the answer; only the ledger
 * knows.
 */
@NullMarked
package dev.interline.sandbox.fault;

import org.jspecify.annotations.NullMarked;
