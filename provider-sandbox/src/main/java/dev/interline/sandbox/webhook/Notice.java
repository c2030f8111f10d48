package dev.interline.sandbox.webhook;

/**
 * One event on its way to one endpoint.
 *
 * @param id event id as the provider names it
 * @param type event type as the provider names it
 * @param body JSON of the event
 */
public record Notice(String id, String type, String body) {}
