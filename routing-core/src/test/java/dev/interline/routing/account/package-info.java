@NullMarked
package dev.interline.routing.account;

import org.jspecify.annotations.NullMarked;
