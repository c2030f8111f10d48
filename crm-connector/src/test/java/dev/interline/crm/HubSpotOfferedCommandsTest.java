package dev.interline.crm;

import dev.interline.canonical.BusinessSystem;
import dev.interline.testkit.api.OfferedCommandsTest;

class HubSpotOfferedCommandsTest extends OfferedCommandsTest {

    @Override
    protected BusinessSystem system() {
        return BusinessSystem.CRM;
    }
}
