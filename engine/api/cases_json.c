/* What became of a deed, and what happened in a case, as JSON. */
#include "api/due_words.h"
#include "api/perform.h"

const char *case_state_name(int32_t status)
{
    static const char *const names[] = {"new", "open", "ended", "cancelled"};
    return status >= 0 && status <= CASE_CANCELLED ? names[status] : "?";
}

json_t *due_json(struct report *report, const struct desk *desk, const struct store_case *row, int32_t east)
{
    json_t *array = json_array();
    for (size_t i = 0; i < row->n_due; i++) {
        const struct store_due *due = &row->due[i];
        json_t *object = json_object();
        put(report, object, "step", json_text(due->path));
        put(report, object, "actor", json_text(due->actor));
        put(report, object, "region", json_text(due->region));
        put(report, object, "since", json_moment_at(report, due->since, east));
        put(report, object, "until", json_moment_at(report, due->until, east));
        put_due_words(report, object, due->until, desk->now, east, desk->baku->lang);
        append(report, array, object);
    }
    return array;
}

/* --- events --- */

static json_t *made_json(struct report *report, const struct told_event *told)
{
    json_t *array = json_array();
    for (uint16_t i = 0; i < told->made.n; i++)
        append(report, array, json_text(told->of->documents[told->made.at[i]].key));
    return array;
}

static json_t *contents_json(struct report *report, const struct told_event *told)
{
    json_t *array = json_array();
    for (uint16_t i = 0; told->content && i < told->record.n_contents; i++) {
        const struct content *content = &told->record.contents[i];
        size_t at = record_content_at(&told->record, i);
        json_t *object = json_object();
        bool known = content->document < told->content->n_documents;
        put(report, object, "document",
            known ? json_text(told->content->documents[content->document].key) : json_null());
        put(report, object, "size", json_integer(content->size));
        put(report, object, "judged", json_boolean(content->judged));
        put(report, object, "digest", at < told->leaf.n_payloads ? json_digest(&told->leaf.payloads[at]) : json_null());
        append(report, array, object);
    }
    return array;
}

static const char *answer_name(enum answer answer) { return answer == ANSWER_YA ? "ya" : "tidak"; }

json_t *told_json(struct report *report, const struct told_event *told, int32_t east)
{
    const struct event *event = &told->record.event;
    json_t *object = json_object();
    bool calls = told->leaf.kind == RECORD_ENTERED && told->of, takes = record_parts(told->leaf.kind) & RECORD_R;
    put(report, object, "seq", json_integer(told->leaf.seq));
    put(report, object, "kind", json_string(record_name(told->leaf.kind)));
    put(report, object, "at", json_moment_at(report, told->leaf.recorded, east));
    put(report, object, "occurred", json_moment_at(report, told->leaf.occurred, east));
    put(report, object, "by", json_text_or_null(told->by));
    put(report, object, "account", json_text_or_null(told->account));
    put(report, object, "step", json_text_or_null(told->path));
    put(report, object, "answer", event->answer == ANSWER_NONE ? json_null() : json_string(answer_name(event->answer)));
    put(report, object, "called", calls ? json_text(told->of->name) : json_null());
    put(report, object, "revision", takes ? json_integer(told->record.revision) : json_null());
    put(report, object, "documents", made_json(report, told));
    put(report, object, "contents", contents_json(report, told));
    put(report, object, "note", json_text_or_null(told->note));
    put(report, object, "reason", json_text_or_null(told->reason));
    return object;
}

/* --- refusals --- */

json_t *turned_json(struct report *report, const struct turned *turned, int32_t east)
{
    if (turned->status == BAKU_YES)
        return json_null();
    json_t *object = json_object(), *missing = lacking_array(report, turned), *choices = json_array();
    for (uint16_t c = 0; turned->choices && c < turned->choices->n; c++)
        append(report, choices, json_text(turned->choices->callees[c].name));
    put(report, object, "kind", json_string(turned->kind));
    put(report, object, "step", json_text_or_null(turned->step));
    put(report, object, "actor", json_text_or_null(turned->actor));
    put(report, object, "message", json_text(turned->message));
    put(report, object, "missing", missing);
    put(report, object, "choices", choices);
    put(report, object, "first_by", json_text_or_null(turned->first_by));
    put(report, object, "first_at", json_moment_at(report, turned->first_at, east));
    return object;
}

json_t *outcome_json(struct report *report, struct desk *desk, const struct outcome *outcome)
{
    const struct store_case *row = &outcome->row;
    int32_t east = definition_east(outcome->definition);
    json_t *document = json_object(), *events = json_array();
    for (size_t i = 0; i < outcome->n_events; i++)
        append(report, events, told_json(report, &outcome->events[i], east));
    put(report, document, "case", row->id ? json_integer(row->id) : json_null());
    put(report, document, "sop", json_text(row->sop));
    put(report, document, "seq", row->version ? json_integer(row->version) : json_null());
    put(report, document, "state", row->id ? json_string(case_state_name(row->status)) : json_null());
    put(report, document, "events", events);
    put(report, document, "due", due_json(report, desk, row, east));
    put(report, document, "refusal", turned_json(report, &outcome->turned, east));
    put(report, document, "clock_behind", json_boolean(desk->clock_behind));
    return document;
}
