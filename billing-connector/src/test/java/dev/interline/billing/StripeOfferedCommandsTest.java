package dev.interline.billing;

import dev.interline.canonical.BusinessSystem;
import dev.interline.testkit.api.OfferedCommandsTest;

class StripeOfferedCommandsTest extends OfferedCommandsTest {

    @Override
    protected BusinessSystem system() {
        return BusinessSystem.BILLING;
    }
}
