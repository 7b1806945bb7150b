#include "baku_sop.h"

#include "api/answer.h"
#include "model/calendar.h"

static json_t *json_target(const struct sop *sop, uint16_t step)
{
    if (step == STEP_JOIN || step == NONE)
        return json_null();
    return step == STEP_END ? json_string("end") : json_text(sop->steps[step].key);
}

static json_t *json_refs(struct report *report, const struct sop *sop, struct refs refs)
{
    json_t *array = json_array();
    for (size_t i = 0; i < refs.n; i++)
        append(report, array, json_text(sop->documents[refs.at[i].document].key));
    return array;
}

static json_t *json_pairs(struct report *report, const struct pairs *pairs)
{
    json_t *object = json_object();
    for (size_t i = 0; i < pairs->n; i++)
        put(report, object, pairs->at[i].left.at, json_text(pairs->at[i].right));
    return object;
}

static json_t *json_call(struct report *report, const struct call *call)
{
    if (call->n == 0)
        return json_null();
    json_t *array = json_array();
    for (uint16_t c = 0; c < call->n; c++)
        append(report, array, json_text(call->callees[c].sop->name));
    return array;
}

/* What only some steps have: absent rather than null. */
static void put_rare(struct report *report, json_t *object, const struct sop *sop, const struct step *step)
{
    if (step->unless.document != NONE)
        put(report, object, "unless", json_text(sop->documents[step->unless.document].key));
    if (step->expired.step != NONE)
        put(report, object, "expired", json_target(sop, step->expired.step));
    if (step->inside != NONE)
        put(report, object, "inside", json_text(sop->steps[step->inside].key));
    if (step->parallel.n) {
        json_t *branches = json_array();
        for (uint16_t b = 0; b < step->parallel.n; b++) {
            json_t *branch = json_array();
            for (uint16_t s = step->parallel.at[b].first; s <= step->parallel.at[b].last; s++)
                append(report, branch, json_text(sop->steps[s].key));
            append(report, branches, branch);
        }
        put(report, object, "parallel", branches);
    }
    if (step->inferred.n)
        put(report, object, "inferred", json_texts(report, step->inferred));
    if (step->note.len)
        put(report, object, "note", json_text(step->note));
    if (step->source.from)
        put(report, object, "source", json_integer(step->source.from));
}

static json_t *json_step(struct report *report, const struct sop *sop, uint16_t s)
{
    const struct step *step = &sop->steps[s];
    json_t *object = json_object();
    put(report, object, "step", json_text(step->key));
    put(report, object, "actor", step->actor == NONE ? json_null() : json_text(sop->actors[step->actor].key));
    put(report, object, "actor_title", step->actor == NONE ? json_null() : json_text(sop->actors[step->actor].title));
    put(report, object, "activity", json_texts(report, step->activity));
    put(report, object, "inputs", json_refs(report, sop, step->inputs));
    put(report, object, "outputs", json_refs(report, sop, step->outputs));
    put(report, object, "duration", json_duration(report, step->duration));
    put(report, object, "duration_text", json_text_or_null(step->duration_text));
    if (step->call.n) {
        put(report, object, "with", json_pairs(report, &step->call.with));
        put(report, object, "returns", json_pairs(report, &step->call.returns));
    }
    put(report, object, "question", json_text_or_null(step->question));
    put(report, object, "ya", step->decides ? json_target(sop, sop->plan.goes[0][s]) : json_null());
    put(report, object, "tidak", step->decides ? json_target(sop, sop->plan.goes[1][s]) : json_null());
    put(report, object, "tidak_outputs", json_refs(report, sop, step->tidak_outputs));
    put(report, object, "next", step->decides ? json_null() : json_target(sop, sop->plan.goes[0][s]));
    put(report, object, "call", json_call(report, &step->call));
    put_rare(report, object, sop, step);
    return object;
}

static json_t *json_document(struct report *report, const struct sop *sop, const struct document *document)
{
    static const char *const types[] = {"tick", "text", "file", "csr", "certificate", "crl"};
    static const char *const given[] = {"no", "true", "optional"};
    json_t *object = json_object();
    put(report, object, "document", json_text(document->key));
    put(report, object, "title", json_text(document->title));
    put(report, object, "type", json_string(types[document->type]));
    put(report, object, "given", json_string(given[document->given]));
    put(report, object, "result", json_boolean(document->result));
    put(report, object, "secret", json_boolean(document->secret));
    if (document->media.n)
        put(report, object, "media", json_texts(report, document->media));
    if (document->max_size)
        put(report, object, "max_size", json_integer(document->max_size));
    if (document->pattern.len)
        put(report, object, "pattern", json_text(document->pattern));
    if (document->issued_for != NONE)
        put(report, object, "issued_for", json_text(sop->documents[document->issued_for].key));
    if (document->valid_for.sort != DURATION_NONE)
        put(report, object, "valid_for", json_duration(report, document->valid_for));
    return object;
}

static json_t *json_claims(struct report *report, const struct claims *claims)
{
    if (!claims->stated)
        return json_null();
    json_t *object = json_object();
    put(report, object, "total", json_duration(report, claims->total));
    put(report, object, "total_text", json_text_or_null(claims->total_text));
    put(report, object, "hours", json_text_or_null(claims->hours_text));
    put(report, object, "limit", json_duration(report, claims->limit));
    put(report, object, "basis", json_text_or_null(claims->limit_basis));
    return object;
}

static json_t *json_actors(struct report *report, const struct sop *sop)
{
    json_t *array = json_array();
    for (uint16_t i = 0; i < sop->n_actors; i++) {
        json_t *actor = json_object();
        put(report, actor, "actor", json_text(sop->actors[i].key));
        put(report, actor, "title", json_text(sop->actors[i].title));
        put(report, actor, "applicant", json_boolean(sop->actors[i].applicant));
        put(report, actor, "column", json_boolean(sop->actors[i].column));
        append(report, array, actor);
    }
    return array;
}

static json_t *json_date(calendar_date date)
{
    char text[CALENDAR_DATE_SIZE];
    return date == CALENDAR_NO_DATE ? json_null() : json_string(calendar_write_date(date, text));
}

static json_t *json_identity(struct report *report, const struct identity *identity)
{
    json_t *object = json_object(), *approved = json_object();
    put(report, approved, "position", json_text_or_null(identity->approved_by.position));
    put(report, approved, "name", json_text_or_null(identity->approved_by.name));
    put(report, approved, "nip", json_text_or_null(identity->approved_by.nip));
    put(report, object, "draft", json_boolean(identity->draft));
    put(report, object, "number", json_text_or_null(identity->number));
    put(report, object, "created", json_date(identity->created));
    put(report, object, "revised", json_date(identity->revised));
    put(report, object, "effective", json_date(identity->effective));
    put(report, object, "approved_by", approved);
    put(report, object, "legal_basis", json_texts(report, identity->legal_basis));
    put(report, object, "qualifications", json_texts(report, identity->qualifications));
    put(report, object, "related", json_texts(report, identity->related));
    put(report, object, "equipment", json_texts(report, identity->equipment));
    put(report, object, "warnings", json_texts(report, identity->warnings));
    put(report, object, "records", json_texts(report, identity->records));
    if (identity->langkah_awal.n + identity->langkah_utama.n + identity->langkah_akhir.n) {
        json_t *worksheet = json_object();
        put(report, worksheet, "langkah_awal", json_texts(report, identity->langkah_awal));
        put(report, worksheet, "langkah_utama", json_texts(report, identity->langkah_utama));
        put(report, worksheet, "langkah_akhir", json_texts(report, identity->langkah_akhir));
        put(report, object, "worksheet", worksheet);
    }
    return object;
}

static json_t *json_sop(struct report *report, const struct sop *sop)
{
    json_t *document = json_object(), *steps = json_array(), *documents = json_array(), *waivers = json_array();
    for (uint16_t s = 0; s < sop->n_steps; s++)
        append(report, steps, json_step(report, sop, s));
    for (uint16_t d = 0; d < sop->n_documents; d++)
        append(report, documents, json_document(report, sop, &sop->documents[d]));
    for (size_t i = 0; i < sop->waivers.n; i++) {
        json_t *waiver = json_object();
        put(report, waiver, "finding", json_string(finding_row(sop->waivers.at[i].code)->code));
        put(report, waiver, "at", json_text(sop->waivers.at[i].at));
        put(report, waiver, "reason", json_text(sop->waivers.at[i].reason));
        append(report, waivers, waiver);
    }
    put(report, document, "sop", json_text(sop->name));
    put(report, document, "title", json_text(sop->title));
    put(report, document, "region", json_text(sop->region->key));
    put(report, document, "region_name", json_text_or_null(sop->region->name));
    put(report, document, "agency", json_text_or_null(sop->region->agency));
    put(report, document, "service", json_text_or_null(sop->service));
    put(report, document, "revision", sop->revision ? json_integer(sop->revision) : json_null());
    put(report, document, "identity", json_identity(report, &sop->identity));
    put(report, document, "actors", json_actors(report, sop));
    put(report, document, "steps", steps);
    put(report, document, "documents", documents);
    put(report, document, "claims", json_claims(report, &sop->claims));
    put(report, document, "accepted", waivers);
    return document;
}

enum baku_status baku_show(struct baku *baku, const char *sop, struct baku_answer *answer)
{
    struct library_sop *entry;
    struct report report = {0};
    answer->json = NULL;
    enum baku_status status = answer_sop(baku, sop, ERROR_NO_SOP, &entry, answer);
    if (status == BAKU_YES)
        status = answer_if_broken(baku, entry, answer);
    if (status != BAKU_YES)
        return status;
    return answer_with(baku, answer, &report, json_sop(&report, entry->sop), BAKU_YES);
}
