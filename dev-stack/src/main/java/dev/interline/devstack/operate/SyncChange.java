package dev.interline.devstack.operate;

/** Changes the state of a sync, a backfill or a comparison. */
abstract class SyncChange extends ChangeCommand {

    SyncChange() {
        super("/syncs");
    }
}
