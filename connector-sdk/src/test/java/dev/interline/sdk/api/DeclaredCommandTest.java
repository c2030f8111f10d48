package dev.interline.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.message.CanonicalJson;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredCommandTest {

    private static final String NOW = "2026-11-21T10:00:00Z";

    @Test
    void aCommandIsMadeOfPathBodyAndDefaultsAndGoesIntoItsLane() {
        // Given
        DeclaredCommand comment = declared("""
                type: support.comment-ticket.v1
                subject: 'ticket/{id}'
                members: {ticket: '{id}', key: 'api:{key}'}
                defaults: {visibleToCustomer: false}
                """);

        // When
        DeclaredCommand.Wanted wanted =
                comment.of(BusinessSystem.SUPPORT, Map.of("id", "7"), json("{'key':'k','body':'{id} $1'}"), NOW);

        // Then
        assertThat(wanted.type()).isEqualTo("support.comment-ticket.v1");
        assertThat(wanted.subject()).isEqualTo("ticket/7");
        assertThat((JsonNode) wanted.command())
                .isEqualTo(json("{'visibleToCustomer':false,'key':'api:k','body':'{id} $1',"
                        + "'ticket':{'system':'support','id':'7'}}"));
    }

    @Test
    void whatTheBodySaysComesBeforeTheDefault() {
        // Given
        DeclaredCommand note = declared("""
                type: crm.add-note.v1
                subject: '{key}'
                members: {accountId: '{key}'}
                defaults: {at: '{now}'}
                """);

        // Then
        assertThat(note.of(BusinessSystem.CRM, Map.of("key", "a"), json("{'text':'x'}"), NOW)
                        .command()
                        .path("at")
                        .asText())
                .isEqualTo(NOW);
        assertThat(note.of(BusinessSystem.CRM, Map.of("key", "a"), json("{'text':'x','at':'then'}"), NOW)
                        .command()
                        .path("at")
                        .asText())
                .isEqualTo("then");
    }

    @Test
    void aVariableOfThePathCannotBeReplacedByTheBody() {
        // Given
        DeclaredCommand keep = declared("""
                type: billing.keep-subscription.v1
                subject: '{id}'
                members: {subscription: '{id}'}
                """);

        // When
        DeclaredCommand.Wanted wanted = keep.of(
                BusinessSystem.BILLING, Map.of("id", "sub_1"), json("{'id':'sub_2','subscription':'sub_3'}"), NOW);

        // Then
        assertThat(wanted.subject()).isEqualTo("sub_1");
        assertThat(wanted.command().at("/subscription/id").asText()).isEqualTo("sub_1");
    }

    @Test
    void listsOfRecordsAreNamedAsTheModelNamesThem() {
        // Given
        DeclaredCommand tag = declared("""
                type: support.tag-tickets.v1
                subject: tickets
                """);

        // When
        DeclaredCommand.Wanted wanted =
                tag.of(BusinessSystem.SUPPORT, Map.of(), json("{'tickets':['1','2'],'add':['x'],'remove':[]}"), NOW);

        // Then
        assertThat(wanted.command().path("tickets"))
                .isEqualTo(json("[{'system':'support','id':'1'},{'system':'support','id':'2'}]"));
        assertThat(wanted.command().path("add")).isEqualTo(json("['x']"));
    }

    @Test
    void recordsInThePartsOfAListAreNamedToo() {
        // Given
        DeclaredCommand start = declared("""
                type: billing.start-subscription.v1
                subject: '{id}'
                members: {account: '{id}', key: 'api:{key}'}
                """);

        // When
        DeclaredCommand.Wanted wanted = start.of(
                BusinessSystem.BILLING,
                Map.of("id", "cus_1"),
                json("{'items':[{'price':'price_1','quantity':2},{'price':'price_2'}],'key':'k'}"),
                NOW);

        // Then
        assertThat((JsonNode) wanted.command())
                .isEqualTo(json("{'items':[{'price':{'system':'billing','id':'price_1'},'quantity':2},"
                        + "{'price':{'system':'billing','id':'price_2'}}],'key':'api:k',"
                        + "'account':{'system':'billing','id':'cus_1'}}"));
    }

    @Test
    void aCommandWithoutABodyIsMadeOfItsPath() {
        // Given
        DeclaredCommand forget = declared("""
                type: crm.forget-contact.v1
                subject: 'contact/{id}'
                members: {contact: '{id}'}
                """);

        // Then
        assertThat((JsonNode) forget.of(BusinessSystem.CRM, Map.of("id", "9"), MissingNode.getInstance(), NOW)
                        .command())
                .isEqualTo(json("{'contact':{'system':'crm','id':'9'}}"));
        assertThat(forget.isOf(BusinessSystem.CRM)).isTrue();
        assertThat(forget.isOf(BusinessSystem.BILLING)).isFalse();
    }

    private static DeclaredCommand declared(String yaml) {
        try {
            return DeclaredCommand.of(new YAMLMapper().readTree(yaml), Set.of("id", "key"));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static JsonNode json(String json) {
        try {
            return CanonicalJson.mapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
