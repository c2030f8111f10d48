/**
 * What a provider allows each connection, counted ahead: one token bucket per connection and limit, shared by all replicas
 * through the database, leased in blocks, corrected by what the provider says of itself.
 */
@NullMarked
package dev.interline.durable.quota;

import org.jspecify.annotations.NullMarked;
