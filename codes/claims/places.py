"""The places of service that are paid at the facility rate (Medicare Claims Processing Manual, 12, section 20.4.2)."""

# Telehealth away from home, hospitals on and off campus, ambulatory surgery, military and skilled nursing facilities,
# hospice, ambulance, psychiatric and rehabilitation facilities. All others are paid at the non-facility rate.
FACILITIES = {"02", "19", "21", "22", "23", "24", "26", "31", "34", "41", "42", "51", "52", "53", "56", "61"}
