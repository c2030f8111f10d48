package dev.interline.routing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.BusinessSystem;
import dev.interline.durable.echo.Oscillation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The name of an account, which billing owns and the CRM may change too. */
class TwoWaySyncTest {

    private static final int TOO_MANY = 6;
    private static final RoutesUnderTest ROUTES = new RoutesUnderTest(
            new SharedFields(Map.of("name", List.of("crm")), new Oscillation(TOO_MANY, Duration.ofMinutes(10))));

    @Property(tries = 25)
    void whateverBothSidesWriteAtTheSameTimeTheySettleInOneValueAndTheTrafficStops(@ForAll long seed) {
        // Given
        TwoWayWorld world = new TwoWayWorld(ROUTES, seed);
        Random random = new Random(seed);
        int changes = 1 + random.nextInt(5);

        // When
        for (int i = 0; i < changes; i++) {
            BusinessSystem system = random.nextBoolean() ? BusinessSystem.BILLING : BusinessSystem.CRM;
            world.change(system, "name " + random.nextInt(3));
            for (int steps = random.nextInt(4); steps > 0; steps--) {
                world.step();
            }
        }
        world.settle();

        // Then
        assertThat(world.name(BusinessSystem.CRM)).isEqualTo(world.name(BusinessSystem.BILLING));
        assertThat(ROUTES.account(world.tenant()).fields())
                .containsEntry(AccountField.NAME, world.name(BusinessSystem.BILLING));
        assertThat(world.writes()).isLessThanOrEqualTo(6 * changes);
        assertThat(ROUTES.parked(world.tenant())).isEmpty();
    }

    @Example
    void aRuleOfOneSideThatSetsTheNameBackWins() {
        // Given
        TwoWayWorld world = new TwoWayWorld(ROUTES, 1);
        world.automate(BusinessSystem.BILLING, name -> "As billing wants it");

        // When
        world.change(BusinessSystem.CRM, "As the CRM wants it");
        world.settle();

        // Then
        assertThat(world.name(BusinessSystem.CRM)).isEqualTo("As billing wants it");
        assertThat(world.name(BusinessSystem.BILLING)).isEqualTo("As billing wants it");
        assertThat(ROUTES.parked(world.tenant())).isEmpty();
    }

    @Example
    void rulesOfBothSidesThatFightAreStoppedAndReported() {
        // Given
        TwoWayWorld world = fighting();

        // When
        world.settle();

        // Then
        assertThat(world.writes()).isLessThanOrEqualTo(6 * TOO_MANY);
        assertThat(ROUTES.decisions(world.tenant())).anyMatch(rule -> rule.contains("changes back and forth"));
        assertThat(ROUTES.parked(world.tenant())).isNotEmpty().allSatisfy(letter -> assertThat(letter.get(1))
                .isEqualTo("ROUTING-2001"));
    }

    @Example
    void whileOneFieldIsHeldTheOthersAndOtherRecordsGoOn() {
        // Given
        TwoWayWorld held = fighting();
        held.settle();
        int commands = ROUTES.commands("support-commands", held.tenant()).size();

        // When
        Steps.Step domain = Steps.customer("e9", 3_000, "Another name", "new.example");
        ROUTES.deliver("customer-events", held.tenant(), "e9", "cus_1", domain.payload());
        TwoWayWorld other = new TwoWayWorld(ROUTES, 3);
        other.change(BusinessSystem.CRM, "Renamed");
        other.settle();

        // Then
        List<String> told = ROUTES.commands("support-commands", held.tenant());
        assertThat(told).hasSize(commands + 1);
        assertThat(told.getLast()).contains("new.example").doesNotContain("\"name\"");
        assertThat(other.name(BusinessSystem.BILLING)).isEqualTo("Renamed");
    }

    @Example
    void aFieldThatIsLetGoIsToldAgain() {
        // Given
        TwoWayWorld world = fighting();
        world.settle();
        world.automate(BusinessSystem.BILLING, name -> name);
        world.automate(BusinessSystem.CRM, name -> name);

        // When
        boolean released = ROUTES.release(world.tenant(), "name");
        world.change(BusinessSystem.CRM, "Agreed");
        world.settle();

        // Then
        assertThat(released).isTrue();
        assertThat(world.name(BusinessSystem.BILLING)).isEqualTo("Agreed");
        assertThat(world.name(BusinessSystem.CRM)).isEqualTo("Agreed");
    }

    private static TwoWayWorld fighting() {
        TwoWayWorld world = new TwoWayWorld(ROUTES, 2);
        world.automate(BusinessSystem.BILLING, name -> "As billing wants it");
        world.automate(BusinessSystem.CRM, name -> "As the CRM wants it");
        world.change(BusinessSystem.CRM, "As the CRM wants it");
        return world;
    }
}
