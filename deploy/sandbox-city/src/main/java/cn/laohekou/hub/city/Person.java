package cn.laohekou.hub.city;

/**
 * A made-up person.
 *
 * @param idNumber resident identity number with a valid check digit (GB 11643-1999, clause 6) and an impossible date
 *     (month 13), so that it can belong to nobody
 * @param name made-up name
 * @param gender 男 or 女, in step with the number's last sequence digit
 * @param phone from a made-up block, {@code 1990000xxxx}
 * @param villageCode a real village's code
 * @param address within that village
 * @param bankAccount made-up, never granted to anyone
 * @param householdId made-up
 * @param householdHead name of the head of the household
 */
record Person(
        String idNumber,
        String name,
        String gender,
        String phone,
        String villageCode,
        String address,
        String bankAccount,
        String householdId,
        String householdHead) {}
