/* libFuzzer target: a stranger's bytes as a leaf of the log.
 *
 * What decodes must encode to the same bytes, every number in its range; and then no beginning of it, and nothing
 * longer, is a leaf as well. */
#include "base/must.h"
#include "store/leaf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ranges(const struct leaf *leaf, struct text bytes)
{
    must(leaf->seq >= 0 && leaf->case_id >= 0 && leaf->person >= 0 && leaf->account >= 0 && leaf->kind >= 0);
    must(leaf->facts.at >= bytes.at && leaf->facts.at + leaf->facts.len <= bytes.at + bytes.len);
    must(leaf->n_payloads <= bytes.len / DIGEST_SIZE);
    must(leaf_names(bytes, leaf->seq, leaf->case_id) && !leaf_names(bytes, leaf->seq, leaf->case_id ^ 1));
}

static void check_bytes(const struct leaf *leaf, struct text bytes)
{
    struct buf again = BUF_INIT;
    leaf_encode(&again, leaf);
    must(!again.failed && text_eq(buf_view(&again), bytes));
    buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct text bytes = {(const char *)data, size};
    struct leaf leaf, shorter;
    if (leaf_decode(bytes, &arena, &leaf) == LEAF_OK) {
        check_ranges(&leaf, bytes);
        check_bytes(&leaf, bytes);
        for (size_t less = 1; less <= size && less < 40; less++)
            must(leaf_decode((struct text){bytes.at, size - less}, &arena, &shorter) == LEAF_MALFORMED);
    }
    arena_release(&arena);
    return 0;
}
