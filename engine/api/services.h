/* The services of a folder of regions: all its SOPs, by the `service` that they name. */
#ifndef API_SERVICES_H
#define API_SERVICES_H

#include "api/answer.h"

/* SOPs by region and file, or by service and then so. */
struct shelf {
    struct library_sop **at;
    size_t n;
};

/* Why a SOP is not compared: a row of uncompared.def. */
enum uncompared {
#define UNCOMPARED(name, id, en) UNCOMPARED_##name,
#include "api/uncompared.def"
#undef UNCOMPARED
    UNCOMPARED_NOT, /* it is compared */
};

/* Loads every SOP of the handle's folder; YES, or the answer is given already. */
enum baku_status services_load(struct baku *baku, struct shelf *all, struct baku_answer *answer);

/* The service that a SOP names; empty where it names none, or cannot be read. */
struct text service_of(const struct library_sop *sop);

/* Which service is meant: a SOP's own words for it, or the name of one of them. YES, or the answer is given already. */
enum baku_status service_find(struct baku *baku, const struct shelf *all, struct text wanted, struct text *service,
                              struct baku_answer *answer);

/* May its way be looked at? `*culprit` is where the errors are. */
enum uncompared uncompared_why(struct library *library, struct library_sop *sop, struct library_sop **culprit);

/* An item of "uncompared". */
json_t *json_uncompared(struct report *report, const struct baku *baku, const struct library_sop *sop,
                        const struct library_sop *culprit, enum uncompared why);

/* The list of all services. */
enum baku_status services_answer(struct baku *baku, const struct shelf *all, struct baku_answer *answer);

#endif
