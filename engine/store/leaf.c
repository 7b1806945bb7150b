#include "store/leaf.h"

#include <string.h>

#include "base/must.h"
#include "model/number.h"

static void put_count(struct buf *to, int64_t value)
{
    must(value >= 0);
    number_put(to, (uint64_t)value);
}

void leaf_encode(struct buf *to, const struct leaf *leaf)
{
    number_put(to, LEAF_VERSION);
    put_count(to, leaf->seq);
    put_count(to, leaf->case_id);
    put_count(to, leaf->kind);
    put_count(to, leaf->person);
    number_put(to, leaf->actor);
    put_count(to, leaf->account);
    number_put_signed(to, leaf->recorded);
    number_put_signed(to, leaf->occurred);
    number_put_text(to, leaf->facts);
    number_put(to, leaf->n_payloads);
    for (size_t i = 0; i < leaf->n_payloads; i++)
        buf_bytes(to, leaf->payloads[i].bytes, DIGEST_SIZE);
}

static int64_t get_count(struct number_reader *r) { return (int64_t)number_get(r, INT64_MAX); }

/* All digests stand behind everything else: what is left must be exactly they. */
static enum leaf_verdict get_payloads(struct number_reader *r, struct arena *arena, struct leaf *leaf)
{
    uint64_t count = number_get(r, UINT64_MAX);
    size_t left = (size_t)(r->end - r->at);
    if (r->bad || left % DIGEST_SIZE || left / DIGEST_SIZE != count)
        return LEAF_MALFORMED;
    struct digest *at = ARENA_ARRAY(arena, (size_t)count, struct digest);
    if (!at)
        return LEAF_OUT_OF_MEMORY;
    for (size_t i = 0; i < count; i++)
        memcpy(at[i].bytes, r->at + i * DIGEST_SIZE, DIGEST_SIZE);
    leaf->payloads = at;
    leaf->n_payloads = (size_t)count;
    return LEAF_OK;
}

enum leaf_verdict leaf_decode(struct text bytes, struct arena *arena, struct leaf *leaf)
{
    struct number_reader r = number_reader_of(bytes);
    *leaf = (struct leaf){0};
    if (number_get(&r, UINT64_MAX) != LEAF_VERSION)
        return LEAF_MALFORMED;
    leaf->seq = get_count(&r);
    leaf->case_id = get_count(&r);
    leaf->kind = (int32_t)number_get(&r, INT32_MAX);
    leaf->person = get_count(&r);
    leaf->actor = (uint16_t)number_get(&r, UINT16_MAX);
    leaf->account = get_count(&r);
    leaf->recorded = number_get_signed(&r);
    leaf->occurred = number_get_signed(&r);
    leaf->facts = number_get_text(&r);
    return get_payloads(&r, arena, leaf);
}

bool leaf_names(struct text bytes, int64_t seq, int64_t case_id)
{
    struct number_reader r = number_reader_of(bytes);
    return number_get(&r, UINT64_MAX) == LEAF_VERSION && get_count(&r) == seq && get_count(&r) == case_id && !r.bad;
}

struct digest leaf_hash(struct text bytes) { return digest_of_both((struct text){"\0", 1}, bytes); }

struct digest leaf_payload(const unsigned char *salt, size_t n_salt, struct text bytes)
{
    return digest_of_both((struct text){(const char *)salt, n_salt}, bytes);
}
