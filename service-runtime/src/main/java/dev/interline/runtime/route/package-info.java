/** What a Camel route needs of durable messaging: the events, outbox and inbox endpoints, all in one transaction. */
@NullMarked
package dev.interline.runtime.route;

import org.jspecify.annotations.NullMarked;
