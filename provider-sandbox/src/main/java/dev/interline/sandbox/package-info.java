/**
 * A world to test against: Stripe, HubSpot and Zendesk in one process, with state, signed webhooks, faults on order and a ledger
 * of every effect.
 *
 * <p>The ledger judges whether Interline keeps its promise, so this module shares no code with what it judges. {@link
 * dev.interline.sandbox.Sandbox} embeds it in a test, {@link dev.interline.sandbox.SandboxMain} runs it as a process. One HTTP
 * request passes through {@code SandboxServer}: faults that strike before the effect, admission, the provider's own work inside
 * one change of the store (objects, ledger rows and webhooks together), then faults that damage the answer.
 */
@NullMarked
package dev.interline.sandbox;

import org.jspecify.annotations.NullMarked;
