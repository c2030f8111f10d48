package dev.interline.durable.inbound;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the stored requests hold about persons. The moment a person is to be forgotten their events are erased from the
 * requests, whatever the retention: the fact of the delivery and the dedupe key stay, the content is gone. What comes about
 * them afterwards is erased in the transaction that stores it.
 */
public final class PersonalData {

    private static final Logger LOG = LoggerFactory.getLogger(PersonalData.class);
    private static final int SWEPT_AT_ONCE = 500;

    private final Jdbi jdbi;

    public PersonalData(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A person at a provider. */
    private record Person(ConnectionId connection, String id) {}

    /** One event of a stored request and one person whose data it holds. */
    private record Mention(Person person, UUID delivery, int position) {}

    /**
     * Forgets a person: erases what is kept, and what comes from now on as it comes.
     *
     * @param person with its kind: {@code contact/151}
     * @return from how many requests something was erased
     */
    public int forget(ConnectionId connection, String person) {
        return jdbi.inTransaction(handle -> forget(handle, connection, person));
    }

    /** The same in a transaction of the caller's. */
    public static int forget(Handle handle, ConnectionId connection, String person) {
        return forget(handle, new Person(connection, person));
    }

    /**
     * Erases what came about forgotten persons in transactions that were open while they were forgotten; called often, as it
     * looks only at who was forgotten.
     *
     * @return from how many requests something was erased
     */
    public int sweep() {
        List<Person> late = jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct f.connection_id, f.person from forgotten_person f
                        join personal_event p on p.connection_id = f.connection_id and p.person = f.person
                        limit :most""")
                .bind("most", SWEPT_AT_ONCE)
                .map((rs, context) -> new Person(
                        new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                        Objects.requireNonNull(rs.getString("person"))))
                .list());
        return late.stream()
                .mapToInt(person -> jdbi.inTransaction(handle -> erase(handle, person)))
                .sum();
    }

    /** Notes whose data the stored requests hold, and forgets whom they say are to be forgotten. */
    static void stored(Handle handle, Map<UUID, WebhookDelivery> stored) {
        List<Mention> mentions = new ArrayList<>();
        Set<Person> forgotten = new LinkedHashSet<>();
        stored.forEach((id, delivery) -> {
            List<Event> events = delivery.events();
            for (int position = 0; position < events.size(); position++) {
                Event event = events.get(position);
                for (String person : event.persons().ids()) {
                    Person of = new Person(event.connection(), person);
                    mentions.add(new Mention(of, id, position));
                    if (event.persons().said() == Persons.Said.FORGOTTEN) {
                        forgotten.add(of);
                    }
                }
                if (event.persons().said() == Persons.Said.MERGED) {
                    merge(
                            handle,
                            event.connection(),
                            new TreeSet<>(event.persons().ids()));
                }
            }
        });
        if (mentions.isEmpty()) {
            return;
        }
        note(handle, mentions);
        forgotten.forEach(person -> forget(handle, person));
        lateFor(handle, mentions).forEach(person -> forget(handle, person));
    }

    /** Notes that they are one person: to forget one of them is to forget all. */
    private static void merge(Handle handle, ConnectionId connection, TreeSet<String> persons) {
        persons.stream().skip(1).forEach(person -> handle.createUpdate("""
                        insert into merged_person (connection_id, person, same_as) values (:connection, :person, :same)
                        on conflict (connection_id, person, same_as) do nothing""")
                .bind("connection", connection.value())
                .bind("person", person)
                .bind("same", persons.first())
                .execute());
    }

    private static int forget(Handle handle, Person person) {
        int requests = 0;
        for (Person same : allOf(handle, person)) {
            handle.createUpdate("""
                            insert into forgotten_person (connection_id, person) values (:connection, :person)
                            on conflict (connection_id, person) do nothing""")
                    .bind("connection", same.connection().value())
                    .bind("person", same.id())
                    .execute();
            requests += erase(handle, same);
        }
        int erased = requests;
        handle.afterCommit(() ->
                LOG.info("{} of {} is forgotten: erased from {} requests", person.id(), person.connection(), erased));
        return erased;
    }

    /** The person under all ids there were before merges. */
    private static List<Person> allOf(Handle handle, Person person) {
        return handle.createQuery("""
                        with recursive same (person) as (
                            select :person
                            union
                            select case when m.person = s.person then m.same_as else m.person end
                            from merged_person m join same s on m.person = s.person or m.same_as = s.person
                            where m.connection_id = :connection)
                        select person from same order by person""")
                .bind("connection", person.connection().value())
                .bind("person", person.id())
                .mapTo(String.class)
                .map(id -> new Person(person.connection(), id))
                .list();
    }

    private static int erase(Handle handle, Person person) {
        List<Mention> mentions = handle.createQuery("""
                        delete from personal_event where connection_id = :connection and person = :person
                        returning id, position""")
                .bind("connection", person.connection().value())
                .bind("person", person.id())
                .map((rs, context) -> new Mention(
                        person, Objects.requireNonNull(rs.getObject("id", UUID.class)), rs.getInt("position")))
                .list();
        // In order of their ids, so that two who erase wait for each other instead of deadlocking.
        Map<UUID, Set<Integer>> positions = mentions.stream()
                .collect(Collectors.groupingBy(
                        Mention::delivery,
                        TreeMap::new,
                        Collectors.mapping(Mention::position, Collectors.toCollection(TreeSet::new))));
        positions.forEach((delivery, events) -> erase(handle, delivery, events));
        return positions.size();
    }

    private static void erase(Handle handle, UUID delivery, Set<Integer> events) {
        handle.createQuery("select body from webhook_delivery where id = :id for update")
                .bind("id", delivery)
                .mapTo(byte[].class)
                .findOne()
                .ifPresent(body -> handle.createUpdate(
                                "update webhook_delivery set body = :body, erased_at = now() where id = :id")
                        .bind("id", delivery)
                        .bind("body", RequestBody.without(body, events))
                        .execute());
    }

    private static void note(Handle handle, List<Mention> mentions) {
        handle.createUpdate("""
                        insert into personal_event (connection_id, person, id, position)
                        select * from unnest(:connections, :persons, :ids, :positions)""")
                .bindArray("connections", String.class, connections(mentions))
                .bindArray("persons", String.class, persons(mentions))
                .bindArray(
                        "ids",
                        UUID.class,
                        mentions.stream().map(Mention::delivery).toList())
                .bindArray(
                        "positions",
                        Integer.class,
                        mentions.stream().map(Mention::position).toList())
                .execute();
    }

    private static List<Person> lateFor(Handle handle, List<Mention> mentions) {
        return handle.createQuery("""
                        select f.connection_id, f.person from forgotten_person f
                        join (select distinct * from unnest(:connections, :persons) as m (connection_id, person)) t
                             on t.connection_id = f.connection_id and t.person = f.person""")
                .bindArray("connections", String.class, connections(mentions))
                .bindArray("persons", String.class, persons(mentions))
                .map((rs, context) -> new Person(
                        new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                        Objects.requireNonNull(rs.getString("person"))))
                .list();
    }

    private static List<String> connections(List<Mention> mentions) {
        return mentions.stream()
                .map(mention -> mention.person().connection().value())
                .toList();
    }

    private static List<String> persons(List<Mention> mentions) {
        return mentions.stream().map(mention -> mention.person().id()).toList();
    }
}
