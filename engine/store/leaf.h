/* A leaf: the canonical bytes of one event in the store's log, over which its hash is made.
 *
 *     leaf      = version(1) seq case kind person actor account recorded occurred facts payloads
 *     seq, case, kind, person, account = number
 *     actor     = number: 0 none, else the actor of the case's SOP (or of the called one), from 1
 *     recorded, occurred = zigzag number, milliseconds since 1970-01-01T00:00Z
 *     facts     = length, then the bytes: what happened (model/record.h)
 *     payloads  = count, then 32 bytes each: SHA-256(salt, bytes) of what is kept beside the leaf
 *     number, zigzag = as in model/event.h
 *
 * One leaf has exactly one encoding, and bytes that are not that encoding are refused. Names, free texts and contents
 * are never in it, only their salted digests: so they can be erased and every proof still holds. */
#ifndef STORE_LEAF_H
#define STORE_LEAF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"

enum { LEAF_VERSION = 1 };

struct leaf {
    int64_t seq, case_id, person, account; /* none of them negative */
    int32_t kind;                          /* model/records.def */
    uint16_t actor;
    int64_t recorded, occurred;
    struct text facts;
    const struct digest *payloads;
    size_t n_payloads;
};

/* Appends the leaf's bytes; check `to->failed`. */
void leaf_encode(struct buf *to, const struct leaf *leaf);

enum leaf_verdict { LEAF_OK, LEAF_MALFORMED, LEAF_OUT_OF_MEMORY };

/* Reads one leaf, all of `bytes` and nothing more; `facts` points into them. */
enum leaf_verdict leaf_decode(struct text bytes, struct arena *arena, struct leaf *leaf);

/* Do the bytes begin as a leaf of that event does? */
bool leaf_names(struct text bytes, int64_t seq, int64_t case_id);

/* The hash of a leaf in the log's Merkle tree (RFC 6962): SHA-256(0x00, bytes). */
struct digest leaf_hash(struct text bytes);

/* What a leaf names a payload by: SHA-256(salt, bytes). */
struct digest leaf_payload(const unsigned char *salt, size_t n_salt, struct text bytes);

#endif
