/** What can happen to money: subscriptions and invoices; and what we may ask of a billing system. */
@NullMarked
package dev.interline.canonical.billing;

import org.jspecify.annotations.NullMarked;
