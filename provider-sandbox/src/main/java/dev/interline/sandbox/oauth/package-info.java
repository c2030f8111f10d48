/**
 * OAuth2 as the providers share it (<a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a>): grants, and the tokens
 * that come of them. What a provider says in which words stands with the provider.
 */
@NullMarked
package dev.interline.sandbox.oauth;

import org.jspecify.annotations.NullMarked;
