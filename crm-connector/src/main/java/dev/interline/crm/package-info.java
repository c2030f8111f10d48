/**
 * HubSpot, wrapped: its thin webhooks become wishes to read a record again, commands become upserts on properties of our
 * own. Everything that knows HubSpot's words carries HubSpot's name.
 */
@NullMarked
package dev.interline.crm;

import org.jspecify.annotations.NullMarked;
