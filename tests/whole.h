/* Is a store whole? What a test asks of it after everything that was done to it. Include it behind office.h. */
#ifndef TESTS_WHOLE_H
#define TESTS_WHOLE_H

#include "api/perform.h"
#include "model/record.h"
#include "run/state_bytes.h"
#include "store/leaf.h"

/* The stored case is, byte for byte, what its events fold to. */
static inline void same_as_folded(struct desk *desk, int64_t id)
{
    struct store_case row;
    struct definition *definition;
    struct chronicle chronicle;
    struct state read;
    struct buf bytes = BUF_INIT;
    assert_int_equal(store_case(desk->store, id, &row, &desk->arena), STORE_OK);
    assert_int_equal(definition_of(desk, row.revision, &definition), BAKU_YES);
    assert_int_equal(chronicle_of(desk, definition, &row, &chronicle), BAKU_YES);
    state_encode(&bytes, &chronicle.state);
    assert_false(bytes.failed);
    assert_int_equal(bytes.len, row.state.len);
    assert_memory_equal(bytes.at, row.state.at, bytes.len);
    assert_int_equal(state_decode(row.state, definition->sop, &desk->arena, &read), STATE_OK);
    assert_true(state_same(&read, &chronicle.state));
    assert_int_equal(row.status, (int)chronicle.state.status);
    assert_int_equal(row.version, chronicle.at[chronicle.n - 1].leaf.seq);
    buf_release(&bytes);
}

/* An open case waits for exactly the steps that are due by its state; one that has come to its end for none. */
static inline size_t waits_for_what_is_due(struct desk *desk, int64_t id)
{
    struct store_case row;
    struct definition *definition;
    struct state state;
    assert_int_equal(store_case(desk->store, id, &row, &desk->arena), STORE_OK);
    assert_int_equal(definition_of(desk, row.revision, &definition), BAKU_YES);
    assert_int_equal(state_decode(row.state, definition->sop, &desk->arena, &state), STATE_OK);
    size_t due = 0;
    if (state.status == CASE_OPEN)
        due = bits_count(state_due(&state, state.depth), state_sop(&state)->plan.step_words);
    assert_int_equal(row.n_due, due);
    assert_true((row.status == CASE_OPEN) == (due > 0));
    return due;
}

static inline void is_whole_event(const struct store_event *event, int64_t seq, int64_t *recorded, struct arena *arena)
{
    struct leaf leaf;
    struct digest hash = leaf_hash(event->leaf);
    assert_int_equal(event->seq, seq);
    assert_memory_equal(event->hash.bytes, hash.bytes, DIGEST_SIZE);
    assert_int_equal(leaf_decode(event->leaf, arena, &leaf), LEAF_OK);
    assert_int_equal(leaf.seq, seq);
    assert_int_equal(leaf.case_id, event->case_id);
    assert_true(leaf.recorded >= *recorded); /* recorded time never goes back */
    assert_true(leaf.occurred <= leaf.recorded);
    *recorded = leaf.recorded;
    assert_int_equal(leaf.n_payloads, event->n_payloads);
    for (size_t i = 0; i < leaf.n_payloads; i++) {
        if (event->payloads[i].erased)
            continue;
        struct digest digest = leaf_payload(event->payloads[i].salt, STORE_SALT, event->payloads[i].bytes);
        assert_memory_equal(digest.bytes, leaf.payloads[i].bytes, DIGEST_SIZE);
    }
}

/* The log has no gap and holds what its hashes say; how many cases it begins. */
static inline int64_t is_whole_log(struct desk *desk, int64_t head)
{
    int64_t seq = 0, recorded = INT64_MIN, cases = 0;
    struct store_events page;
    do {
        struct arena arena = ARENA_INIT;
        struct store_events_wanted wanted = {.case_id = -1, .after = seq, .payloads = true};
        assert_int_equal(store_events(desk->store, wanted, &page, &arena), STORE_OK);
        for (size_t i = 0; i < page.n; i++) {
            struct leaf leaf;
            is_whole_event(&page.at[i], ++seq, &recorded, &arena);
            assert_int_equal(leaf_decode(page.at[i].leaf, &arena, &leaf), LEAF_OK);
            cases += leaf.kind == RECORD_STARTED;
        }
        arena_release(&arena);
    } while (page.n);
    assert_int_equal(seq, head);
    return cases;
}

static inline size_t count_tasks(struct desk *desk)
{
    struct store_tasks page;
    struct store_tasks_wanted wanted = {.late_before = STORE_NO_TIME};
    size_t n = 0;
    do {
        assert_int_equal(store_tasks(desk->store, &wanted, &page, &desk->arena), STORE_OK);
        n += page.n;
        wanted.after = page.n ? &page.at[page.n - 1] : NULL;
    } while (page.n);
    return n;
}

/* The store in that file opens and is sound, its log has no gap, and every case is what its events fold to. */
static inline void is_whole_store(const char *path)
{
    struct baku *baku;
    struct baku_answer said;
    struct desk desk;
    struct store_head head;
    struct store_health health;
    size_t due = 0;
    assert_int_equal(baku_open(&(struct baku_options){.sops = folder_root, .lang = BAKU_EN, .store = path}, &baku), BAKU_YES);
    assert_int_equal(desk_open(&desk, baku, STORE_READS, &said), BAKU_YES);
    assert_int_equal(store_examine(desk.store, &health, &desk.arena), STORE_OK);
    assert_true(health.sound);
    assert_int_equal(store_head(desk.store, &head), STORE_OK);
    assert_int_equal(is_whole_log(&desk, head.seq), head.cases);
    for (int64_t id = 1; id <= head.cases; id++) {
        same_as_folded(&desk, id);
        due += waits_for_what_is_due(&desk, id);
        arena_release(&desk.arena);
    }
    assert_int_equal(count_tasks(&desk), due);
    desk_close(&desk, BAKU_YES);
    baku_close(baku);
}

#endif
