package dev.interline.support;

import dev.interline.canonical.BusinessSystem;
import dev.interline.testkit.api.OfferedCommandsTest;

class ZendeskOfferedCommandsTest extends OfferedCommandsTest {

    @Override
    protected BusinessSystem system() {
        return BusinessSystem.SUPPORT;
    }
}
