/* What was handed over comes out again, byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "api/perform.h"

/* A content while it is fetched. */
struct fetching {
    struct desk *desk;
    struct text document; /* by its path */
    struct store_case row;
    struct definition *definition;
    struct chronicle chronicle;
    const struct told_event *told; /* the event that has it, and */
    uint16_t content;              /* which of its contents it is */
    struct store_payload payload;
};

static enum baku_status read_case(struct fetching *f, const char *id)
{
    enum baku_status status = case_named(f->desk, id, &f->row);
    if (status == BAKU_YES)
        status = definition_of(f->desk, f->row.revision, &f->definition);
    return status == BAKU_YES ? chronicle_of(f->desk, f->definition, &f->row, &f->chronicle) : status;
}

/* Another event has it. */
static enum baku_status not_there(struct fetching *f, int64_t last)
{
    struct buf words = BUF_INIT;
    buf_number(&words, last);
    struct error_facts facts = {.name = f->document, .other = desk_keep(f->desk, &words)};
    return f->desk->arena.failed ? desk_memory(f->desk)
                                 : desk_error(f->desk, BAKU_UNKNOWN, ERROR_CASE_OTHER_EVENT, facts);
}

/* The last event that has it, or the one of that number. */
static enum baku_status find(struct fetching *f, const char *seq)
{
    int64_t wanted = 0;
    if (seq && !text_number(text_of(seq), &wanted))
        wanted = -1;
    int64_t last = 0; /* the last event that has one */
    for (size_t i = f->chronicle.n; i-- > 0 && !f->told;) {
        const struct told_event *told = &f->chronicle.at[i];
        f->content = chronicle_content(told, f->document);
        if (f->content == told->record.n_contents)
            continue;
        last = last ? last : told->leaf.seq;
        if (!wanted || told->leaf.seq == wanted)
            f->told = told;
    }
    if (f->told)
        return BAKU_YES;
    return last ? not_there(f, last) : contents_absent(f->desk, &f->chronicle, f->document);
}

/* The bytes must be those that the log names. */
static enum baku_status read_payload(struct fetching *f)
{
    size_t nth = record_content_at(&f->told->record, f->content);
    enum store_status found = store_payload(f->desk->store, f->told->leaf.seq, nth, &f->payload, &f->desk->arena);
    if (found == STORE_OK && !f->payload.erased) {
        struct digest digest = leaf_payload(f->payload.salt, STORE_SALT, f->payload.bytes);
        if (nth >= f->told->leaf.n_payloads || !digest_eq(&digest, &f->told->leaf.payloads[nth]))
            found = STORE_DAMAGED;
    }
    return desk_found(f->desk, found);
}

static json_t *describe(struct fetching *f, struct report *report)
{
    const struct told_event *told = f->told;
    const struct content *content = &told->record.contents[f->content];
    size_t nth = record_content_at(&told->record, f->content);
    int32_t east = definition_east(f->definition);
    bool known = content->document < told->content->n_documents;
    bool shown = !content->file && !f->payload.erased && desk_keeps(f->payload.bytes);
    json_t *document = json_object();
    put(report, document, "case", json_integer(f->row.id));
    put(report, document, "document", json_text(f->document));
    put(report, document, "title", known ? json_text(told->content->documents[content->document].title) : json_null());
    put(report, document, "seq", json_integer(told->leaf.seq));
    put(report, document, "at", json_moment_at(report, told->leaf.occurred, east));
    put(report, document, "by", json_text_or_null(told->by));
    put(report, document, "file", json_boolean(content->file));
    put(report, document, "size", json_integer(content->size));
    put(report, document, "digest", nth < told->leaf.n_payloads ? json_digest(&told->leaf.payloads[nth]) : json_null());
    put(report, document, "erased", json_boolean(f->payload.erased));
    put(report, document, "text", shown ? json_text(f->payload.bytes) : json_null());
    return document;
}

static enum baku_status hand_out(struct fetching *f, struct baku_content *content)
{
    struct report report = {0};
    if (!f->payload.erased) {
        content->size = f->payload.bytes.len;
        content->bytes = malloc(content->size + 1);
        if (!content->bytes)
            return desk_memory(f->desk);
        if (content->size)
            memcpy(content->bytes, f->payload.bytes.at, content->size);
    }
    json_t *document = describe(f, &report);
    report.failed = report.failed || f->desk->arena.failed;
    return answer_with(f->desk->baku, f->desk->answer, &report, document, f->payload.erased ? BAKU_NO : BAKU_YES);
}

enum baku_status baku_case_get(struct baku *baku, const char *id, const char *document, const char *seq,
                               struct baku_content *content, struct baku_answer *answer)
{
    struct desk desk;
    struct fetching f = {.desk = &desk, .document = text_of(document)};
    *content = (struct baku_content){0};
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    if (status == BAKU_YES)
        status = read_case(&f, id);
    if (status == BAKU_YES)
        status = find(&f, seq);
    if (status == BAKU_YES)
        status = read_payload(&f);
    if (status == BAKU_YES)
        status = hand_out(&f, content);
    if (status != BAKU_YES)
        baku_content_release(content);
    return desk_close(&desk, status);
}

void baku_content_release(struct baku_content *content)
{
    free(content->bytes);
    *content = (struct baku_content){0};
}
