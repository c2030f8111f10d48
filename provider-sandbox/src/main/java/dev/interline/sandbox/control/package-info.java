/**
 * The side door for tests and the demo: read the ledger and the deliveries, order faults, and let people act at a provider as they
 * do in its UI.
 */
@NullMarked
package dev.interline.sandbox.control;

import org.jspecify.annotations.NullMarked;
