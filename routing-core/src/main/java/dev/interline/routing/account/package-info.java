/** What is known of accounts, whichever way and order the news came: version-guarded state in tables. */
@NullMarked
package dev.interline.routing.account;

import org.jspecify.annotations.NullMarked;
