/**
 * The promise put to the torture: a stack of its own is given webhooks while its providers fail and its processes are
 * killed, and is then judged by what the sandbox's ledger says has happened at the providers.
 */
@NullMarked
package dev.interline.devstack.torture;

import org.jspecify.annotations.NullMarked;
