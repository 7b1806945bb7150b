#include "api/retried.h"

#include <stdlib.h>

#include "model/number.h"

static void put_string(struct buf *to, const char *string) { number_put_text(to, text_of(string)); }

enum baku_status retried_digest(struct desk *desk, const struct act *act, struct digest *digest)
{
    const struct baku_deed *deed = act->deed;
    struct buf bytes = BUF_INIT;
    const char *const strings[] = {act->sop,   act->id,     act->step,    deed->as,    deed->at,
                                   deed->note, deed->title, deed->choose, deed->reason};
    number_put(&bytes, act->kind);
    number_put(&bytes, deed->answer);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        put_string(&bytes, strings[i]);
    for (size_t i = 0; i < deed->n_documents; i++) {
        put_string(&bytes, deed->documents[i].document);
        number_put(&bytes, deed->documents[i].text || deed->documents[i].file);
        number_put_text(&bytes, act->bytes[i]);
    }
    bool good = !bytes.failed;
    if (good)
        *digest = digest_of(buf_view(&bytes));
    buf_release(&bytes);
    return good ? BAKU_YES : desk_memory(desk);
}

/* What was said with the events of an answer, unless it was erased since. */
static enum baku_status say_again(struct desk *desk, struct report *report, json_t *document)
{
    int64_t id = json_integer_value(json_object_get(document, "case"));
    size_t i;
    json_t *event;
    json_array_foreach (json_object_get(document, "events"), i, event) {
        int64_t seq = json_integer_value(json_object_get(event, "seq"));
        struct told_event told;
        enum baku_status status = chronicle_read(desk, id, seq, &told);
        if (status != BAKU_YES)
            return status;
        put(report, event, "note", json_text_or_null(told.note));
        put(report, event, "reason", json_text_or_null(told.reason));
    }
    return BAKU_YES;
}

enum baku_status retried_recall(struct desk *desk, const struct act *act, const struct digest *command, bool *known)
{
    struct store_request request;
    struct text key = text_of(act->deed->key);
    enum store_status found = store_request(desk->store, key, &request, &desk->arena);
    *known = found == STORE_OK;
    if (found == STORE_ABSENT)
        return BAKU_YES;
    enum baku_status status = desk_check(desk, found);
    if (status != BAKU_YES)
        return status;
    static const struct digest forgotten;
    if (!digest_eq(&request.command, command) && !digest_eq(&request.command, &forgotten))
        return desk_error(desk, BAKU_CONFLICT, ERROR_KEY_OTHER, (struct error_facts){.name = key});
    struct report report = {0};
    json_t *document = json_loadb(request.answer.at, request.answer.len, 0, NULL);
    if (!document && request.answer.len)
        return desk_error(desk, BAKU_FAILED, ERROR_STORE_DAMAGED,
                          (struct error_facts){.name = text_of(desk->baku->store_path)});
    status = say_again(desk, &report, document);
    if (status == BAKU_YES)
        return answer_with(desk->baku, desk->answer, &report, document, BAKU_YES);
    json_decref(document);
    return status;
}

enum baku_status retried_remember(struct desk *desk, const struct act *act, const struct digest *command,
                                  const struct outcome *outcome)
{
    struct report report = {0};
    json_t *document = outcome_json(&report, desk, outcome), *event;
    size_t i;
    json_array_foreach (json_object_get(document, "events"), i, event) {
        put(&report, event, "note", json_null());
        put(&report, event, "reason", json_null());
    }
    char *text = report.failed ? NULL : json_dumps(document, JSON_COMPACT);
    json_decref(document);
    struct store_request request = {text_of(act->deed->key), outcome->row.id, *command, text_of(text)};
    enum baku_status status = text ? desk_check(desk, store_request_add(desk->store, &request)) : desk_memory(desk);
    free(text);
    return status;
}
