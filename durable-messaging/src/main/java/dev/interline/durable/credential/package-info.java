/**
 * Credentials of connections: sealed at rest with a key that can be changed, OAuth2 grants renewed by one process at a
 * time.
 */
@NullMarked
package dev.interline.durable.credential;

import org.jspecify.annotations.NullMarked;
