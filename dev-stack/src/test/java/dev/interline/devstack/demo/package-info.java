/** The demo is played against a small world that reacts as Interline would. */
@NullMarked
package dev.interline.devstack.demo;

import org.jspecify.annotations.NullMarked;
