/**
 * What a newcomer sees first: things happen at one provider, and their consequences appear at another.
 *
 * <p>The demo plays the tenant's world. It buys, fails to pay and pays through Stripe's API, edits a company as a person
 * in HubSpot and a ticket as an agent in Zendesk, all in the sandbox, and then only looks. Whatever it finds changed was
 * done by Interline; the time from the act to the sight of its consequence is printed with each step.
 */
@NullMarked
package dev.interline.devstack.demo;

import org.jspecify.annotations.NullMarked;
