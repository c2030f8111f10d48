@NullMarked
package dev.interline.testkit.network;

import org.jspecify.annotations.NullMarked;
