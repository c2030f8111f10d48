/**
 * Zendesk, wrapped: its ticket events become support events, commands become organizations and tickets. Everything that
 * knows Zendesk's words carries Zendesk's name.
 */
@NullMarked
package dev.interline.support;

import org.jspecify.annotations.NullMarked;
