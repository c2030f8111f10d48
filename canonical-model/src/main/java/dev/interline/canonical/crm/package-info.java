/** What we may ask of a CRM. */
@NullMarked
package dev.interline.canonical.crm;

import org.jspecify.annotations.NullMarked;
