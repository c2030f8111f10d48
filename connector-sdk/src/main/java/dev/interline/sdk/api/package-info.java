/**
 * The system API: a connector's records and commands over HTTP, as its OpenAPI contract says. The contract is read at start
 * and decides what is taken: a request that it does not describe is refused before anything is done.
 */
@NullMarked
package dev.interline.sdk.api;

import org.jspecify.annotations.NullMarked;
