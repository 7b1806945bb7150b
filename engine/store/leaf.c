#include "store/leaf.h"

#include <string.h>

#include "base/must.h"

static void put_number(struct buf *to, uint64_t value)
{
    unsigned char bytes[10];
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[n++] = (unsigned char)(value | 0x80);
    bytes[n++] = (unsigned char)value;
    buf_bytes(to, bytes, n);
}

static void put_count(struct buf *to, int64_t value)
{
    must(value >= 0);
    put_number(to, (uint64_t)value);
}

static void put_time(struct buf *to, int64_t at) { put_number(to, (uint64_t)at << 1 ^ (at < 0 ? UINT64_MAX : 0)); }

void leaf_encode(struct buf *to, const struct leaf *leaf)
{
    put_number(to, LEAF_VERSION);
    put_count(to, leaf->seq);
    put_count(to, leaf->case_id);
    put_count(to, leaf->kind);
    put_count(to, leaf->person);
    put_number(to, leaf->actor);
    put_count(to, leaf->account);
    put_time(to, leaf->recorded);
    put_time(to, leaf->occurred);
    put_number(to, leaf->facts.len);
    buf_text(to, leaf->facts);
    put_number(to, leaf->n_payloads);
    for (size_t i = 0; i < leaf->n_payloads; i++)
        buf_bytes(to, leaf->payloads[i].bytes, DIGEST_SIZE);
}

struct reader {
    const unsigned char *at, *end;
    bool bad;
};

static size_t left(const struct reader *r) { return (size_t)(r->end - r->at); }

static uint64_t get_number(struct reader *r, uint64_t most)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && r->at != r->end; shift += 7) {
        unsigned char byte = *r->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            r->bad = r->bad || (byte == 0 && shift > 0) || value > most;
            return r->bad ? 0 : value;
        }
    }
    r->bad = true;
    return 0;
}

static int64_t get_count(struct reader *r) { return (int64_t)get_number(r, INT64_MAX); }

static int64_t get_time(struct reader *r)
{
    uint64_t zigzag = get_number(r, UINT64_MAX);
    return (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}

static struct text get_facts(struct reader *r)
{
    uint64_t len = get_number(r, UINT64_MAX);
    r->bad = r->bad || len > left(r);
    if (r->bad)
        return (struct text){0};
    struct text facts = {(const char *)r->at, (size_t)len};
    r->at += len;
    return facts;
}

/* All digests stand behind everything else: what is left must be exactly they. */
static enum leaf_verdict get_payloads(struct reader *r, struct arena *arena, struct leaf *leaf)
{
    uint64_t count = get_number(r, UINT64_MAX);
    if (r->bad || left(r) % DIGEST_SIZE || left(r) / DIGEST_SIZE != count)
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
    const unsigned char *at = (const unsigned char *)bytes.at;
    struct reader r = {at, at ? at + bytes.len : at, bytes.len == 0};
    *leaf = (struct leaf){0};
    if (get_number(&r, UINT64_MAX) != LEAF_VERSION)
        return LEAF_MALFORMED;
    leaf->seq = get_count(&r);
    leaf->case_id = get_count(&r);
    leaf->kind = (int32_t)get_number(&r, INT32_MAX);
    leaf->person = get_count(&r);
    leaf->actor = (uint16_t)get_number(&r, UINT16_MAX);
    leaf->account = get_count(&r);
    leaf->recorded = get_time(&r);
    leaf->occurred = get_time(&r);
    leaf->facts = get_facts(&r);
    return get_payloads(&r, arena, leaf);
}

bool leaf_names(struct text bytes, int64_t seq, int64_t case_id)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    struct reader r = {at, at ? at + bytes.len : at, bytes.len == 0};
    return get_number(&r, UINT64_MAX) == LEAF_VERSION && get_count(&r) == seq && get_count(&r) == case_id && !r.bad;
}

struct digest leaf_hash(struct text bytes) { return digest_of_both((struct text){"\0", 1}, bytes); }

struct digest leaf_payload(const unsigned char *salt, size_t n_salt, struct text bytes)
{
    return digest_of_both((struct text){(const char *)salt, n_salt}, bytes);
}
