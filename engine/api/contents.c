#include "api/contents.h"

#include <string.h>

#include "base/nearest.h"
#include "run/script.h"

/* --- words --- */

static const struct {
    const char *kind, *words[LANG_COUNT];
} denials[] = {
    {"", {"", ""}},
#define DENIAL(name, kind, id, en) {kind, {id, en}},
#include "api/denials.def"
#undef DENIAL
};

const char *denial_kind(enum denial denial) { return denials[denial].kind; }

void denial_message(struct buf *to, const struct denied *denied, enum lang lang)
{
    const char *pattern = denials[denied->denial].words[lang];
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");
        buf_bytes(to, pattern, plain);
        pattern += plain;
        if (*pattern) {
            buf_shown(to, pattern[1] == 'n' ? denied->name : denied->other, 200);
            pattern += strcspn(pattern, "}") + 1;
        }
    }
}

/* --- reading --- */

enum baku_status contents_read(struct desk *desk, const struct baku_deed *deed, struct text **bytes)
{
    size_t all = 0;
    *bytes = ARENA_ARRAY(&desk->arena, deed->n_documents, struct text);
    for (size_t i = 0; *bytes && i < deed->n_documents; i++) {
        const struct baku_handed *handed = &deed->documents[i];
        struct text *to = &(*bytes)[i];
        enum status status = STATUS_OK;
        if (handed->file)
            status = file_read(handed->file, MAX_CONTENT_BYTES, &desk->arena, to, &desk->baku->library.failure);
        else
            *to = text_of(handed->text);
        if (status < 0)
            return answer_failure(desk->baku, desk->answer, status);
        all += to->len;
        if (all > MAX_DEED_BYTES)
            return desk_error(desk, BAKU_UNKNOWN, ERROR_CONTENTS_LARGE, (struct error_facts){0});
    }
    return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
}

/* --- numbering --- */

static struct text without_prefix(struct text name, struct text prefix)
{
    struct text key;
    return script_below(name, prefix, &key) ? key : name;
}

/* The names that may come through, and which of them is meant. */
struct offered {
    struct nearest nearest;
    struct buf list;
};

static void offer_all(struct offered *offered, const struct sop *sop, const uint64_t *set, struct text prefix,
                      struct arena *arena)
{
    for (uint16_t d = 0; d < sop->n_documents; d++) {
        if (!bits_has(set, d))
            continue;
        struct text name = script_path(arena, prefix, sop->documents[d].key);
        nearest_try(&offered->nearest, name);
        buf_string(&offered->list, offered->list.len ? ", " : "");
        buf_text(&offered->list, name);
    }
}

static void offer_frames(struct offered *offered, const struct state *state, struct arena *arena)
{
    for (uint16_t depth = 0; depth <= state->depth; depth++) {
        const struct sop *sop = state->frames[depth].sop;
        offer_all(offered, sop, sop->plan.given, chronicle_prefix(state, depth, arena), arena);
    }
}

static enum baku_status no_document(struct desk *desk, const struct hatch *hatch, struct text name)
{
    struct offered offered = {nearest_to(name), BUF_INIT};
    if (hatch->state)
        offer_frames(&offered, hatch->state, &desk->arena);
    else
        offer_all(&offered, hatch->sop, hatch->set, (struct text){0}, &desk->arena);
    if (offered.list.len == 0)
        buf_string(&offered.list, "–");
    struct error_facts facts = {.name = name, .near = offered.nearest.best, .other = buf_view(&offered.list)};
    bool apart = text_eq(facts.near, name);
    facts.near = apart ? (struct text){0} : facts.near;
    enum error error = apart ? ERROR_CASE_APART : ERROR_CASE_NO_DOCUMENT;
    enum baku_status status = desk_error(desk, BAKU_UNKNOWN, error, facts);
    buf_release(&offered.list);
    return status;
}

/* Which documents are handed over: per document of the SOP, the number of its entry in the deed plus one. */
static enum baku_status number(struct desk *desk, const struct hatch *hatch, const struct baku_deed *deed,
                               size_t *entry)
{
    for (size_t i = 0; i < deed->n_documents; i++) {
        struct text name = text_of(deed->documents[i].document);
        uint16_t document = sop_document(hatch->sop, without_prefix(name, hatch->prefix));
        if (document == NONE || !bits_has(hatch->set, document))
            return no_document(desk, hatch, name);
        if (entry[document])
            return desk_error(desk, BAKU_UNKNOWN, ERROR_DOCUMENT_TWICE, (struct error_facts){.name = name});
        entry[document] = i + 1;
    }
    return BAKU_YES;
}

enum baku_status contents_take(struct desk *desk, const struct hatch *hatch, const struct baku_deed *deed,
                               const struct text *bytes, struct contents *contents, struct denied *denied)
{
    struct arena *arena = &desk->arena;
    size_t *entry = ARENA_ARRAY(arena, hatch->sop->n_documents, size_t);
    uint16_t *documents = ARENA_ARRAY(arena, deed->n_documents, uint16_t);
    struct content *at = ARENA_ARRAY(arena, deed->n_documents, struct content);
    struct text *kept = ARENA_ARRAY(arena, deed->n_documents, struct text);
    *contents = (struct contents){.documents = {documents, 0}, .at = at, .bytes = kept};
    if (!entry || !documents || !at || !kept)
        return desk_memory(desk);
    enum baku_status status = number(desk, hatch, deed, entry);
    for (uint16_t d = 0; status == BAKU_YES && d < hatch->sop->n_documents; d++) {
        if (!entry[d])
            continue;
        const struct baku_handed *handed = &deed->documents[entry[d] - 1];
        documents[contents->documents.n++] = d;
        if (!handed->text && !handed->file)
            continue;
        at[contents->n] = (struct content){.document = d, .file = handed->file != NULL};
        kept[contents->n] = bytes[entry[d] - 1];
        struct brought brought = {&hatch->sop->documents[d], handed, kept[contents->n], hatch->option};
        *denied = content_judge(desk, &brought, &at[contents->n]);
        contents->n++;
        if (denied->denial)
            return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
    }
    return status == BAKU_YES && desk->arena.failed ? desk_memory(desk) : status;
}

/* --- what is there --- */

/* What could have been meant, each once. */
static void list_contents(struct desk *desk, const struct chronicle *chronicle, struct buf *list)
{
    struct map named = {0};
    for (size_t n = 0; n < chronicle->n; n++) {
        const struct told_event *told = &chronicle->at[n];
        for (uint16_t i = 0; told->content && i < told->record.n_contents; i++) {
            uint16_t document = told->record.contents[i].document;
            if (document >= told->content->n_documents ||
                chronicle_erased(chronicle, told, record_content_at(&told->record, i)))
                continue;
            struct text path = script_path(&desk->arena, told->place, told->content->documents[document].key);
            if (map_add(&named, &desk->arena, path, 0) != MAP_ADDED)
                continue;
            buf_string(list, list->len ? ", " : "");
            buf_text(list, path);
        }
    }
    if (list->len == 0)
        buf_string(list, desk->baku->lang == LANG_ID ? "tidak ada" : "none");
}

enum baku_status contents_absent(struct desk *desk, const struct chronicle *chronicle, struct text document)
{
    struct buf list = BUF_INIT;
    list_contents(desk, chronicle, &list);
    struct error_facts facts = {.name = document, .other = buf_view(&list)};
    enum baku_status status = list.failed || desk->arena.failed
                                  ? desk_memory(desk)
                                  : desk_error(desk, BAKU_UNKNOWN, ERROR_CASE_NO_CONTENT, facts);
    buf_release(&list);
    return status;
}
