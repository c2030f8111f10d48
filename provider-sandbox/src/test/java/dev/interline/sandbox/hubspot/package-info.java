/** HubSpot side, driven over HTTP as its documentation shows. */
@NullMarked
package dev.interline.sandbox.hubspot;

import org.jspecify.annotations.NullMarked;
